import { type GraphQLCompositeType, type GraphQLField, type GraphQLSchema, isAbstractType } from 'graphql';

/** Answers whether a field, or any that it may turn out to be, is marked `authenticated` or of a type that is. */
export function isGuarded(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean {
  if (isAbstractType(parent) && name === '__typename') {
    // Tells nothing of the object but its kind, and every typed client asks for it.
    return false;
  }
  return candidatesFor(schema, parent).some((type) => isMarked(type) || isMarked(fieldOf(type, name)));
}

/** Answers whether a field, or any that it may turn out to be, is marked `credential`. */
export function takesCredential(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string): boolean {
  // Where credential-plugin.ts puts it.
  return candidatesFor(schema, parent).some((type) => fieldOf(type, name)?.extensions.credential === true);
}

/** A field by its name; none on a union, and none for `__typename`. */
export function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return 'getFields' in type ? type.getFields()[name] : undefined;
}

function candidatesFor(schema: GraphQLSchema, parent: GraphQLCompositeType): GraphQLCompositeType[] {
  return isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
}

/** Where authenticated-plugin.ts puts the directive: in the definition's extensions. */
function isMarked(definition: { extensions: Readonly<Record<string, unknown>> } | undefined): boolean {
  const directives = definition?.extensions.directives as { authenticated?: unknown } | undefined;
  return directives?.authenticated !== undefined;
}
