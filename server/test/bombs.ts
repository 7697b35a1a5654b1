/** A request that is small to write and, without limits, large to answer. */
export interface Bomb {
  name: string;
  body: string;
  /** What it is refused with. */
  code: string;
}

const LOGIN = 'login(input: { username: "ada", password: "wrong" }) { __typename }';

/** Every kind of bomb that we know. Each mark makes other documents of them, which no cache has seen. */
export function bombs(mark: string): Bomb[] {
  const query = `query Bomb${mark}`;
  const mutation = `mutation Bomb${mark}`;
  const bomb = (name: string, code: string, document: string, variables?: object): Bomb => ({
    name,
    code,
    body: JSON.stringify({ query: document, variables }),
  });
  return [
    bomb('as many tokens as fit into a body', 'TOKEN_LIMIT', `${query} { ${'id '.repeat(33_000)}}`),
    bomb('thousands of levels', 'TOKEN_LIMIT', `${query} ${'{me'.repeat(33_000)}`),
    bomb('thousands of lists in a literal', 'TOKEN_LIMIT', `${mutation} { login(input: ${'['.repeat(90_000)}`),
    bomb(
      'thousands of operations',
      'TOKEN_LIMIT',
      repeat(2000, (index) => `${query}_${index} { me { id } }`),
    ),
    bomb('hundreds of levels', 'DEPTH_LIMIT', `${query} ${'{me'.repeat(300)}{id}${'}'.repeat(300)}`),
    bomb('levels behind fragments', 'DEPTH_LIMIT', `${query} { ...F0 } ${nest(80)}`),
    bomb(
      'levels of introspection',
      'DEPTH_LIMIT',
      `${query} { __schema { types ${'{fields{type'.repeat(90)}{name}${'}'.repeat(180)} } }`,
    ),
    bomb('aliases', 'ALIAS_LIMIT', `${query} { ${repeat(160, (index) => `a${index}: me { id }`)} }`),
    bomb('aliases of __typename', 'ALIAS_LIMIT', `${query} { ${repeat(300, (index) => `a${index}: __typename`)} }`),
    bomb('aliases behind fragments', 'ALIAS_LIMIT', `${query} { ...F0 } ${fanOut(8, 'a: __typename')}`),
    bomb('directives on one field', 'DIRECTIVE_LIMIT', `${query} { me ${'@skip(if: true) '.repeat(120)} { id } }`),
    bomb('unknown directives', 'DIRECTIVE_LIMIT', `${query} { __typename ${'@a'.repeat(450)} }`),
    bomb('overlapping fields', 'COST_LIMIT', `${query} { ${'me { id } '.repeat(240)}}`),
    bomb('overlapping fields, level by level', 'COST_LIMIT', `${query} { ${`me { ${'id '.repeat(25)} } `.repeat(33)}}`),
    bomb(
      'overlapping fields in a fragment that nobody spreads',
      'COST_LIMIT',
      `${query} { __typename } fragment F on Query { ${'me { id } '.repeat(240)}}`,
    ),
    bomb('fragments that fan out', 'COST_LIMIT', `${query} { ...F0 } ${fanOut(80, '__typename')}`),
    bomb(
      'lists in lists',
      'COST_LIMIT',
      `${query} { ${repeat(30, (index) => `...F${index}`)} } ${repeat(30, (index) => `fragment F${index} on Query { passwordPolicy { rules { code help limit } } mySessions { id } }`)}`,
    ),
    bomb(
      'fragments that fan out in a circle',
      'GRAPHQL_VALIDATION_FAILED',
      `${query} { ...A } fragment A on Query { ${'...B '.repeat(200)}} fragment B on Query { ${'...A '.repeat(200)}}`,
    ),
    bomb(
      'a fragment that spreads itself',
      'GRAPHQL_VALIDATION_FAILED',
      `${query} { ...A } fragment A on Query { me { id } ...A }`,
    ),
    bomb(
      'hundreds of unknown fields',
      'GRAPHQL_VALIDATION_FAILED',
      `${query} { ${repeat(900, (index) => `mw${index}`)} }`,
    ),
    bomb(
      'hundreds of unknown keys',
      'GRAPHQL_VALIDATION_FAILED',
      `${mutation} { login(input: { ${repeat(300, (index) => `pasword${index}: 1`)} }) { __typename } }`,
    ),
    bomb('a name that fills the body', 'GRAPHQL_VALIDATION_FAILED', `${query} { ${'m'.repeat(90_000)} }`),
    bomb(
      'thousands of unknown keys in a variable',
      'BAD_USER_INPUT',
      `${mutation}($input: LoginInput!) { login(input: $input) { __typename } }`,
      { input: Object.fromEntries(Array.from({ length: 5500 }, (_, index) => [`pasword${index}`, 1])) },
    ),
    bomb('logins by alias', 'CREDENTIAL_LIMIT', `${mutation} { ${repeat(15, (index) => `a${index}: ${LOGIN}`)} }`),
  ];
}

/** Documents within every limit that are as heavy to read and to keep as they may be: what would fill a cache. */
export function heavyDocuments(mark: string): Bomb[] {
  const query = `query Heavy${mark}`;
  const heavy = (name: string, document: string): Bomb => ({
    name: `within the limits: ${name}`,
    code: 'data',
    body: JSON.stringify({ query: document }),
  });
  return [
    // Each comment is a token of its own, which no limit counts.
    heavy('comments', `${query} { me { id } } ${'#\n'.repeat(9_900)}`),
    heavy('long aliases', `${query} { me { ${repeat(15, (index) => `${`x${index}`.padEnd(1200, 'x')}: id`)} } }`),
    heavy('fields that overlap', `${query} { ${'me { id } '.repeat(40)}}`),
    heavy(
      'fragments side by side',
      `${query} { ${repeat(70, (index) => `...F${index}`)} } ${repeat(70, (index) => `fragment F${index} on Query { me { id } }`)}`,
    ),
    heavy(
      'a chain of fragments',
      `${query} { ...F0 } ${repeat(80, (index) => `fragment F${index} on Query { me { id } ...F${index + 1} }`)} fragment F80 on Query { me { id } }`,
    ),
    heavy('inline fragments', `${query} { ${'... { me { id } } '.repeat(140)}}`),
  ];
}

function repeat(times: number, write: (index: number) => string): string {
  return Array.from({ length: times }, (_, index) => write(index)).join(' ');
}

/** Fragments of which each stands for two of the next: with 80 of them, for more than there are atoms in a person. */
function fanOut(levels: number, leaf: string): string {
  const level = (index: number) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`;
  return `${repeat(levels, level)} fragment F${levels} on Query { ${leaf} }`;
}

/** Fragments of which each holds the next one level deeper. */
function nest(levels: number): string {
  const level = (index: number) => `fragment F${index} on User { friend { ...F${index + 1} } }`;
  return `${repeat(levels, level)} fragment F${levels} on User { id }`;
}
