import { textAt, type Fields } from './fields';
import { fileSource } from './key-files';
import { effectiveVariables, openText, referenceText, variableTexts } from './server';

/** What servers of a tenant have to agree on, by the variables that say it, each as one text to compare and never to tell. */
export type SharedSettings = ReadonlyMap<string, string>;

export const rpcSecret = 'RUSTFS_RPC_SECRET';

/** Root credentials by every name that RustFS takes them (server contract 1.3), files included. */
const root = /^(RUSTFS|MINIO)_(ACCESS_KEY|SECRET_KEY|ROOT_USER|ROOT_PASSWORD)(_FILE)?$/;

/** The RPC secret and the root credentials as a server is told them: by a value, a reference, or a file. */
export function sharedSettings(statefulSet: Fields, server: Fields): SharedSettings {
  const [variables, texts] = [effectiveVariables(server), variableTexts(server)];
  const told = [...variables].filter(([name]) => name === rpcSecret || root.test(name));
  return new Map(
    told.map(([name, variable]) => {
      const value = texts.get(name) ?? openText(textAt(variable, 'value') ?? '', variables);
      const file = name.endsWith('_FILE') ? ` ${fileSource(value, statefulSet, server)}` : '';
      return [name, referenceText(variable) ?? `${value}${file}`];
    }),
  );
}

/** What of it is of the root user. */
export function rootSettings(settings: SharedSettings): SharedSettings {
  return new Map([...settings].filter(([name, text]) => root.test(name) && text !== ''));
}

/** Whether two servers are told the same. */
export function isSameTold(one: SharedSettings, other: SharedSettings): boolean {
  return one.size === other.size && [...one].every(([name, text]) => other.get(name) === text);
}
