/** What decides whether servers can run here as processes. */
export interface Host {
  /** What RUSTFS_BINARY says. */
  readonly binary: string | undefined;
  readonly isExecutable: (path: string) => boolean;
  readonly platform: string;
  /** Undefined where there are no user ids. */
  readonly userId: number | undefined;
  readonly hasProgram: (name: string) => boolean;
}

/** Of iproute2, util-linux and coreutils. */
export const programs = ['ip', 'unshare', 'mount', 'umount', 'setpriv', 'chroot'] as const;

/** Why the suite cannot run here, and what to do, in one line; undefined when it can. */
export function missing(host: Host): string | undefined {
  const { binary, platform, userId } = host;
  const skipped = 'The suite of real servers is skipped:';
  if (binary === undefined || binary === '') {
    return `${skipped} set RUSTFS_BINARY to the path of a rustfs program, and run it as root on Linux.`;
  }
  if (!host.isExecutable(binary)) {
    return `${skipped} RUSTFS_BINARY is ${binary}, and there is no program; set it to the path of one.`;
  }
  if (platform !== 'linux' || userId !== 0) {
    return `${skipped} it gives every pod namespaces and drives of its own, so run it as root on Linux.`;
  }
  const absent = programs.filter((name) => !host.hasProgram(name));
  if (absent.length === 0) return undefined;
  return `${skipped} ${absent.join(', ')} not found; install iproute2, util-linux and coreutils.`;
}
