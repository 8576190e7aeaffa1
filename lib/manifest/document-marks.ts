/** A line by which Kubernetes' tools read other documents than the YAML has. */
export interface MisreadLine {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
}

/**
 * What go-yaml takes for the end of a line as well (yaml/yamlprivateh.go, is_break), YAML 1.2 does not: behind one of them
 * a comment ends there, and what follows counts. A line feed, with or without a carriage return, is one for everybody.
 */
const goYamlBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;

/** The first line in which Kubernetes' tools see two. */
export function misreadBreak(text: string): MisreadLine | undefined {
  const at = text.search(goYamlBreak);
  if (at < 0) return undefined;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    line: text.slice(0, at).split('\n').length,
    message: `The character U+${code} ends a line for kubectl, kustomize and Argo CD and for no other reader: what stands behind it, in a comment as well, is there a line of its own.`,
    fix: `Take it out, or write it as "\\u${code.toLowerCase()}" in double quotes.`,
  };
}

/**
 * The lines by which a text would be cut into other documents than YAML says. kubectl, kustomize and Argo CD look for lines
 * that are just `---` and read one document between two of them (apimachinery util/yaml/decoder.go, kyaml
 * kio/byteio_reader.go): what stands on such a line, or follows an end mark, is dropped without a word, or nothing is read.
 */
export function misreadMarks(text: string): MisreadLine[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, i): MisreadLine[] => {
    if (line.startsWith('---') && !/^---(?:[ \t]*|[ \t]+#.*)$/.test(line))
      return [{ line: i + 1, ...inline }];
    if (line.startsWith('%')) return [{ line: i + 1, ...directive }];
    if (!/^\.\.\.(?:[ \t]|$)/.test(line)) return [];
    const next = lines.slice(i + 1).find((each) => !/^[ \t]*(?:#.*)?$/.test(each));
    return next === undefined || next.startsWith('---') ? [] : [{ line: i + 1, ...ended }];
  });
}

const inline = {
  message:
    'A document begins on the line of its mark: kubectl drops what stands there, and kustomize reads nothing of such a file.',
  fix: 'Leave nothing but --- on this line.',
};

const directive = {
  message: 'A YAML directive: kubectl and kustomize read nothing of such a file.',
  fix: 'Take it out. Kubernetes reads YAML 1.1 as it is.',
};

const ended = {
  message: 'A document follows an end mark (...): kubectl and kustomize leave it out without a word.',
  fix: 'Write --- on a line of its own before it.',
};
