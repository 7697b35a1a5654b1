import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

const LONGEST_MESSAGE = 300;
const MOST_MESSAGES = 10;

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

/** Says which variables don't fit their types, and where. Field names are told, values never. */
export function explainVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string[] {
  const messages = variableDefinitions.flatMap((definition) => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) {
      return [];
    }
    if (!Object.hasOwn(variables, name)) {
      const isMissing = isNonNullType(type) && !definition.defaultValue;
      return isMissing ? [`Variable "$${name}" of required type "${type}" was not provided.`] : [];
    }
    const own: string[] = [];
    coerceInputValue(variables[name], type, (path, _value, { message }) => {
      own.push(`Variable "$${[name, ...path].join('.')}": ${withoutValues(message)}`);
    });
    return own;
  });
  return messages.slice(0, MOST_MESSAGES);
}
