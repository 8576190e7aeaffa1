/** A source of documents: the same seed gives the same ones. */
export class RandomDocuments {
  constructor(private state: number) {}

  /** A mapping with up to a few dozen parts, made to come close to every border of YAML's grammar. */
  next(): Record<string, unknown> {
    return this.mapping(0);
  }

  private mapping(depth: number): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (let n = this.below(3); n >= 0; n--) {
      Object.defineProperty(fields, this.text(), {
        value: this.value(depth + 1),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return fields;
  }

  private value(depth: number): unknown {
    const kind = this.below(depth > 3 ? 14 : 20);
    if (kind === 0) return this.number();
    if (kind === 1) return this.below(2) === 0;
    if (kind === 2)
      return this.oneOf<unknown>([{}, [], [{}], [[]], { '': {} }, null, [null], { a: null, b: {} }]);
    if (kind < 14) return this.text();
    if (kind < 17) return this.mapping(depth);
    return Array.from({ length: this.below(4) }, () => this.value(depth + 1));
  }

  private number(): number {
    const magnitude = 10 ** this.below(25);
    return this.oneOf([
      this.below(70_000),
      -this.below(1000),
      Math.round(this.fraction() * magnitude),
      this.fraction() * magnitude,
      this.fraction() / magnitude,
    ]);
  }

  private text(): string {
    switch (this.below(8)) {
      case 0:
      case 1:
      case 2:
        return this.oneOf(words);
      case 3:
        return this.joined(1 + this.below(3), words, [
          ' ',
          ': ',
          ' #',
          ':',
          '-',
          '.',
          ',',
          '/',
          '=',
          '_',
          '',
        ]);
      case 4:
        return this.joined(1 + this.below(6), characters, ['']);
      case 5:
        return this.joined(1 + this.below(8), numeric, ['']);
      case 6:
        return this.joined(1 + this.below(3), numeric, ['-', ':', ' ', 'T', '.', '_']);
      default:
        return this.joined(1 + this.below(12), rare, ['']);
    }
  }

  private joined(count: number, parts: readonly string[], between: readonly string[]): string {
    let text = this.oneOf(parts);
    for (let i = 1; i < count; i++) text += this.oneOf(between) + this.oneOf(parts);
    return text;
  }

  private oneOf<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }

  private below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** Mulberry32: from 0 to 1. */
  private fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

const words: readonly string[] = [
  ...['name', 'metadata', 'apps/v1', '/data/rustfs0', 'http://media-{0...3}.media-hl.storage.svc:9000/data'],
  ...[
    '9000',
    '0777',
    '0o17',
    '0x1F',
    '0b11',
    '1_000',
    '1e3',
    'e5',
    'E5',
    '.5',
    '5.',
    '.',
    '-',
    '+1',
    '-1',
    '1:30',
  ],
  ...[
    'true',
    'True',
    'yes',
    'no',
    'on',
    'OFF',
    'y',
    'N',
    'null',
    'Null',
    '~',
    '',
    '<<',
    '=',
    '.nan',
    '.inf',
    '-.INF',
  ],
  ...[
    '2024-05-01',
    '2024-5-1 12:30:45.5 +02:00',
    '2024-05-01T12:30:45Z',
    '12:30:45',
    '190:20:30.15',
    '100Gi',
    '500m',
  ],
  ...[
    '---',
    '--- a',
    '...',
    '%YAML',
    '--flag',
    '-x',
    '- x',
    '? x',
    '?',
    '!tag',
    '&a',
    '*a',
    '#c',
    'a#b',
    'a #b',
    '|',
    '>',
  ],
  ...[
    '@at',
    '`tick`',
    '{{ .Values.a }}',
    '[a]',
    '{a: b}',
    "it's",
    '"said"',
    `'"`,
    '{"a":1}',
    'a: b',
    'a:',
    ':a',
    ' a',
    'a ',
  ],
  ...[
    '$(POD_NAME)',
    'EC:4',
    'sha256:0a1b',
    'quay.io/rustfs/rustfs:1.0.0',
    'Größe',
    'naïve',
    '日本',
    '🦀',
    '__proto__',
  ],
  ...['constructor', 'a'.repeat(90), 'a b '.repeat(40), 'x'.repeat(1020), '9'.repeat(1022), 'x'.repeat(1025)],
];

const characters: readonly string[] = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

const numeric: readonly string[] = [...'0123456789.+-_eExob:TZ'];

const rare: readonly string[] = [
  ...[
    'a',
    'b',
    ' ',
    ' ',
    '\n',
    '\t',
    '\r',
    '\\',
    '"',
    "'",
    ':',
    '#',
    '-',
    '%',
    '0',
    'e',
    '\0',
    '\u0007',
    '\u001b',
  ],
  ...[
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00a1',
    '\u1fff',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ud800',
    '\udc00',
    '😀',
    '\n\n',
  ],
];
