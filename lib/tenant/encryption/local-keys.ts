/** A variable of a server; its text is undefined where it comes from somewhere else than the environment. */
export interface ToldVariable {
  readonly text: string | undefined;
}

/** What a server is told by its variables' names; undefined for one that it does not have. */
export type Told = (name: string) => ToldVariable | undefined;

/** Where a server keeps the keys of encrypted data as files. */
export interface LocalKeys {
  /** The variable that says it; undefined where none does, and RustFS does not start. */
  readonly variable: string | undefined;
  /** Undefined where it comes from somewhere else than the environment. */
  readonly directory: string | undefined;
}

/** The variables of the directory: RustFS takes the first (rustfs/src/config/cli.rs), its KMS by itself the other (kms config.rs). */
const directoryVariables = ['RUSTFS_KMS_KEY_DIR', 'RUSTFS_KMS_LOCAL_KEY_DIR'] as const;

/** The backend without another word (rustfs_config DEFAULT_KMS_BACKEND). */
export const defaultBackend = 'local';

/**
 * The local keys of a server; undefined where it has none. What comes from elsewhere may switch encryption on, and a backend that
 * comes from there may be local where a directory is said.
 */
export function localKeys(told: Told): LocalKeys | undefined {
  if (!isSwitchedOn(told('RUSTFS_KMS_ENABLE'))) return undefined;
  const variable = directoryVariables.find((name) => !isSilent(told(name)));
  const directory = variable === undefined ? '' : told(variable)?.text;
  const backend = told('RUSTFS_KMS_BACKEND');
  const text = isSilent(backend) ? defaultBackend : backend?.text;
  const isLocal = text === undefined ? variable !== undefined : text.toLowerCase() === 'local';
  return isLocal ? { variable, directory } : undefined;
}

/** Whether a switch may be on: RustFS takes any text for yes but these (clap FalseyValueParser). */
export function isSwitchedOn(variable: ToldVariable | undefined): boolean {
  if (variable === undefined) return false;
  return variable.text === undefined || !/^(|n|no|f|false|off|0)$/i.test(variable.text);
}

/** Whether a variable says nothing: RustFS takes an empty text for none. */
export function isSilent(variable: ToldVariable | undefined): boolean {
  return variable === undefined || variable.text === '';
}
