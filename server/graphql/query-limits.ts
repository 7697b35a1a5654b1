import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { codedError, type ErrorCode } from './errors.ts';
import { type Measure, measureDocument } from './measure.ts';

/** How much one document may ask for. Each is a setting, `QUERY_MAX_…`. */
export interface QueryLimits {
  tokens: number;
  depth: number;
  aliases: number;
  directives: number;
  cost: number;
}

/** By aliases, one request could try as many passwords as it has room for. */
const MOST_CREDENTIALS = 1;

/** What is refused, from a measure; the first is what is answered. */
const REFUSALS: { of: keyof Measure; code: ErrorCode; message: (most: number) => string }[] = [
  {
    of: 'credentials',
    code: 'CREDENTIAL_LIMIT',
    message: (most) => `More than ${most} field of the operation checks or sets a credential.`,
  },
  { of: 'depth', code: 'DEPTH_LIMIT', message: (most) => `The operation is more than ${most} levels deep.` },
  { of: 'aliases', code: 'ALIAS_LIMIT', message: (most) => `The operation has more than ${most} aliases.` },
  { of: 'directives', code: 'DIRECTIVE_LIMIT', message: (most) => `The operation has more than ${most} directives.` },
  { of: 'cost', code: 'COST_LIMIT', message: (most) => `The operation costs more than ${most}.` },
];

/** The refusal of a document that asks for too much; null where it doesn't. @throws what measureDocument does */
export function findExcess(schema: GraphQLSchema, document: DocumentNode, limits: QueryLimits): GraphQLError | null {
  const measures = measureDocument(schema, document);
  for (const { of, code, message } of REFUSALS) {
    const most = of === 'credentials' ? MOST_CREDENTIALS : limits[of];
    if (measures.some((measure) => measure[of] > most)) {
      return codedError(code, message(most));
    }
  }
  return null;
}
