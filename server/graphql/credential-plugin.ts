import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      credential: CredentialPlugin<Types>;
    }

    export interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Marks a field that checks or sets a credential: an operation that has two of them is refused before it runs. */
      credential?: true;
    }
  }
}

const NOTE = 'Takes a credential: one such field an operation.';

/** Gives fields the option `credential: true`, which query-limits.ts counts. */
export class CredentialPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (config.pothosOptions.credential !== true) {
      return config;
    }
    return {
      ...config,
      description: [config.description, NOTE].filter(Boolean).join(' '),
      extensions: { ...config.extensions, credential: true },
    };
  }
}

SchemaBuilder.registerPlugin('credential', CredentialPlugin);
