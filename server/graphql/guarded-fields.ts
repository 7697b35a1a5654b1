import { type GraphQLCompositeType, type GraphQLField, type GraphQLSchema, isAbstractType } from 'graphql';

/** Answers whether a field, or any that it may turn out to be, is marked or of a type that is. */
export function isGuarded(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean {
  if (isAbstractType(parent) && name === '__typename') {
    // Tells nothing of the object but its kind, and every typed client asks for it.
    return false;
  }
  const candidates = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  return candidates.some((type) => isMarked(type) || isMarked(fieldOf(type, name)));
}

/** A field by its name; none on a union, and none for `__typename`. */
export function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return 'getFields' in type ? type.getFields()[name] : undefined;
}

/** Where authenticated-plugin.ts puts the directive: in the definition's extensions. */
function isMarked(definition: { extensions: Readonly<Record<string, unknown>> } | undefined): boolean {
  const directives = definition?.extensions.directives as { authenticated?: unknown } | undefined;
  return directives?.authenticated !== undefined;
}
