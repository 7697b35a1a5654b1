/** What a statement may do to processes of the release before, which go on serving while a new one takes over. */
const BREAKING: [pattern: RegExp, reason: string][] = [
  // What is loosened, and an index that is missed, breaks nobody.
  [/\bDROP\b(?! (INDEX|CONSTRAINT|NOT NULL)\b)/, 'drops something'],
  [/\bRENAME\b/, 'renames something'],
  [/\bTRUNCATE\b/, 'empties a table'],
  [/\bALTER COLUMN \S+ (SET DATA )?TYPE\b/, 'changes a column’s type'],
  [/\bSET NOT NULL\b/, 'makes a column required'],
];

/** What only what is older than it can offend: on a table that the same migration makes, there is nothing. */
const BREAKING_ON_OLDER_TABLES: [pattern: RegExp, reason: string][] = [
  [
    /\bADD (?!CONSTRAINT\b)[^,]*\bNOT NULL\b(?![^,]*\b(DEFAULT|GENERATED)\b)(?<!\b(DEFAULT|GENERATED)\b[^,]*)/,
    'adds a required column without a default',
  ],
  [
    /\bADD (CONSTRAINT \S+ )?(CHECK|UNIQUE|PRIMARY KEY|FOREIGN KEY|EXCLUDE)\b/,
    'adds a rule that rows of older code may break',
  ],
  [/\bCREATE UNIQUE INDEX\b/, 'adds a rule that rows of older code may break'],
];

/**
 * Why code of the release before can't work on a database with this migration; empty where it can. Read from the text:
 * it knows the usual statements, and no meaning.
 */
export function breaksOlderCode(sql: string): string[] {
  const statements = withoutTexts(sql)
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim());
  const own = statements.flatMap((statement) => statement.match(/\bCREATE TABLE (?:IF NOT EXISTS )?(\S+)/i)?.[1] ?? []);
  return statements.flatMap((statement) => {
    const table = statement.match(/\b(?:ALTER TABLE(?: ONLY)?|INDEX .* ON) (\S+?)(?= |\(|$)/i)?.[1] ?? '';
    const rules = own.includes(table) ? BREAKING : [...BREAKING, ...BREAKING_ON_OLDER_TABLES];
    return rules
      .filter(([pattern]) => pattern.test(withoutNames(statement)))
      .map(([, reason]) => `${reason}: ${statement}`);
  });
}

/** Comments, texts and bodies of functions may hold any word. */
function withoutTexts(sql: string): string {
  return sql
    .replace(/--.*$/gm, '')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/(\$\w*\$).*?\1/gs, "''")
    .replace(/'(?:[^']|'')*'/g, "''");
}

/** So may a name in quotes. The words are held in one case. */
function withoutNames(statement: string): string {
  return statement.replace(/"[^"]*"/g, 'x').toUpperCase();
}
