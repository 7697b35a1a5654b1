import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { ReadOperation } from './operation.ts';

const LONGEST_MESSAGE = 300;

/** Takes out of one of graphql-js' messages what an answer must not say. */
export type Quieten = (message: string) => string;

/**
 * One of graphql-js' messages without the value that it quotes: what a client sent in the wrong place may be a password,
 * and errors are shown, logged and reported.
 */
export function withoutValues(message: string): string {
  if (message.length > LONGEST_MESSAGE) {
    // What makes it long is the client's own: not worth an answer, and not a pattern's time.
    return 'This part of the request is not valid.';
  }
  return message
    .replace(/ has invalid value [\s\S]*$/, ' has an invalid value.')
    .replace(/ cannot represent ([^:]*): [\s\S]*$/, ' cannot represent $1.')
    .replace(/^(Expected value of type [\s\S]*?), found [\s\S]*$/, '$1.')
    .replace(/^Value "[\s\S]*" does not exist in/, 'The value does not exist in')
    .replace(/(String|BlockString) "[\s\S]*"/, '$1');
}

/**
 * One of graphql-js' messages without the names that it suggests: guess by guess, they tell a schema that may not be asked
 * for. graphql-js can leave them out itself, but not in every message.
 */
export function withoutSuggestions(message: string): string {
  return message.replace(/ Did you mean [\s\S]*$/, '');
}

interface Telling {
  quieten: Quieten;
  /** Nothing is looked for past this many. */
  most: number;
}

/** Says which variables don't fit their types, and where. Field names are told, values never. */
export function explainVariables(
  schema: GraphQLSchema,
  { operation, request: { variables } }: ReadOperation,
  { quieten, most }: Telling,
): string[] {
  if (!operation.variableDefinitions?.length) {
    return [];
  }
  const messages: string[] = [];
  const tell = (message: string) => {
    messages.push(message);
    if (messages.length === most) {
      throw ENOUGH;
    }
  };
  try {
    for (const definition of operation.variableDefinitions) {
      findMisfits(schema, definition, variables, quieten, tell);
    }
  } catch (reason) {
    // A body of unknown names would be compared, each of them, with every known one.
    if (reason !== ENOUGH) {
      throw reason;
    }
  }
  return messages;
}

const ENOUGH = Symbol('enough was told');

function findMisfits(
  schema: GraphQLSchema,
  { variable, type: written, defaultValue }: VariableDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  quieten: Quieten,
  tell: (message: string) => void,
): void {
  const name = variable.name.value;
  const type = typeFromAST(schema, written);
  if (!isInputType(type)) {
    return;
  }
  if (Object.hasOwn(variables, name)) {
    coerceInputValue(variables[name], type, (path, _value, { message }) =>
      tell(`Variable "$${[name, ...path].join('.')}": ${quieten(message)}`),
    );
  } else if (isNonNullType(type) && !defaultValue) {
    tell(`Variable "$${name}" of required type "${type}" was not provided.`);
  }
}
