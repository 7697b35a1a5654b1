import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { OperationHook } from '../../auth/react.ts';
import { useNotice } from '../layout/notice.tsx';
import { readDraft, useDrafts } from './drafts.tsx';
import { describeFailure, type Failure } from './failure.ts';

/** The texts of a form's fields; a box that isn't checked has none. */
export type FormValues<Input> = { readonly [Field in keyof Input]?: string };

export interface FormOptions<Input, Result> {
  /** The form's own name, under which unsent texts are kept. */
  name: string;
  operation: OperationHook<Input, Result>;
  /** What the fields hold at first. */
  initial?: FormValues<Input>;
  /** Makes the operation's input from the texts. */
  read: (values: FormValues<Input>) => Input;
  /** The field of the password that the operation checks: where a wrong one is shown. */
  passwordField?: keyof Input & string;
  /** Called with a success, after the state has changed. */
  onSuccess?: (data: Result) => void;
}

/** What a field has to know of its form. */
export interface FieldProps {
  id: string;
  name: string;
  initial: string;
  messages: readonly string[];
  /** True while an answer is awaited: what is typed then would be lost with a success. */
  readOnly: boolean;
}

export interface FormControl<Input> {
  failure: Failure;
  busy: boolean;
  /** How many answers there have been. */
  answers: number;
  /** True where the form shows what was typed before and not sent. */
  isRestored: boolean;
  /** Shows again what there was at first. */
  discard(): void;
  /** A field of the input, by its name. */
  field(name: keyof Input & string): FieldProps;
  /** For the form's element. */
  element: {
    ref: React.RefObject<HTMLFormElement | null>;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    onInput: (event: FormEvent<HTMLFormElement>) => void;
  };
}

/**
 * A form of one operation. The browser holds the values and the operation's answer brings the messages; the focus goes
 * to the first field that has one. While an answer is awaited, nothing is sent again.
 */
export function useForm<Input, Result extends { __typename: string }>({
  name,
  operation: [state, perform],
  initial = {},
  read,
  passwordField,
  onSuccess,
}: FormOptions<Input, Result>): FormControl<Input> {
  const id = useId();
  const ref = useRef<HTMLFormElement>(null);
  const drafts = useDrafts();
  const { say } = useNotice();
  const [draft, setDraft] = useState(() => drafts.find(name));
  const failure = describeFailure(state, passwordField);

  // Once for each answer, also for one that is like the last.
  useLayoutEffect(() => {
    if (isSuccess(state.data)) {
      // What is shown now is what was saved; a password is gone.
      ref.current?.reset();
    } else if (state.answers > 0) {
      ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [state.answers]);

  useEffect(() => {
    if (!draft) {
      ref.current?.reset();
    }
  }, [draft]);

  function discard(): void {
    drafts.drop(name);
    setDraft(null);
  }

  async function submit(form: HTMLFormElement): Promise<void> {
    // What was done before isn't news any more.
    say('');
    const { data } = await perform(read(Object.fromEntries(new FormData(form)) as FormValues<Input>));
    if (data && isSuccess(data)) {
      discard();
      onSuccess?.(data);
    }
  }

  return {
    failure,
    busy: state.fetching,
    answers: state.answers,
    isRestored: draft !== null,
    discard,
    field: (field) => ({
      id: `${id}-${field}`,
      name: field,
      initial: draft?.[field] ?? initial[field] ?? '',
      messages: failure.fields[field] ?? [],
      readOnly: state.fetching,
    }),
    element: {
      ref,
      onSubmit: (event) => {
        event.preventDefault();
        if (!state.fetching) {
          void submit(event.currentTarget);
        }
      },
      onInput: (event) => drafts.keep(name, readDraft(event.currentTarget)),
    },
  };
}

/** Every failure of a result union implements `Error`, and so has a message. */
function isSuccess(data: { __typename: string } | null): boolean {
  return data !== null && !('message' in data);
}
