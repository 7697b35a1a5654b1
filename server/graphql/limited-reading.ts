import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type ParseOptions,
  parse,
  type Source,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { codedError } from './errors.ts';
import { findExcess, type QueryLimits } from './query-limits.ts';

/** How a document is read that isn't known yet. */
export interface Reading {
  parse: (source: string | Source, options?: ParseOptions) => DocumentNode;
  validate: (
    schema: GraphQLSchema,
    document: DocumentNode,
    rules?: readonly ValidationRule[],
  ) => readonly GraphQLError[];
}

/**
 * Refuses what asks for too much, the cheapest look first: tokens while it is parsed, then one walk through the document,
 * and only then validation, whose comparison of fields is quadratic.
 */
export function limitReading(limits: QueryLimits, mostErrors: number, introspection: boolean): Reading {
  // A production's schema is for those who were given it.
  const more = introspection ? [] : [NoSchemaIntrospectionCustomRule];
  return {
    parse(source, options) {
      try {
        return parse(source, { ...options, maxTokens: limits.tokens });
      } catch (error) {
        throw isOutOfTokens(error) ? tooManyTokens(limits.tokens) : error;
      }
    },
    validate(schema, document, rules = specifiedRules) {
      const excess = findExcess(schema, document, limits);
      return excess ? [excess] : validate(schema, document, [...rules, ...more], { maxErrors: mostErrors });
    },
  };
}

/** graphql-js has no other mark for it. */
function isOutOfTokens(error: unknown): boolean {
  return error instanceof GraphQLError && /^Syntax Error: Document contains more \w+ \d+ tokens\./.test(error.message);
}

function tooManyTokens(most: number): GraphQLError {
  return codedError('TOKEN_LIMIT', `The document has more than ${most} tokens.`);
}
