/** The name of the program's compiled form, which is for this Node and this machine only. */
export const codeCacheFile = `program.${process.version}-${process.platform}-${process.arch}.cache`;
