/**
 * CommonJS by esbuild with `require` of neighbouring files put off until something of them is used, as Babel's `lazy`
 * does it: for files that only say again what others export. esbuild names what it requires after the file, and refers
 * to it by that name only.
 */
exports.loadingOnUse = (code) => {
  const statements = code.matchAll(/var (import_\w+) = require\("(\.[^"]+)"\);/g);
  return [...statements].reduce((text, [statement, name, file]) => {
    // Listed for what it might do when it is loaded, which is nothing.
    if (!text.includes(`${name}.`)) return text.replace(`${statement}\n`, '');
    const lazy = text
      .replaceAll(`${name}.`, `${name}().`)
      .replace(statement, `var ${name}_loaded, ${name} = () => ${name}_loaded ??= require("${file}");`);
    const unknown = lazy.split(name).some((after, i) => i > 0 && !/^(_loaded|\(\)\.| = \(\) =>)/.test(after));
    if (unknown) throw new Error(`esbuild refers to ${name} in a way that is not known here.`);
    return lazy;
  }, code);
};
