/** The element that a selector names. @throws {Error} where the page has none of that kind */
export function find<Kind extends HTMLElement = HTMLElement>(selector: string, kind?: new () => Kind): Kind {
  const element = document.querySelector(selector);
  if (!(element instanceof (kind ?? HTMLElement))) {
    throw new Error(`The page has no ${selector}.`);
  }
  return element as Kind;
}

/** Hands on the texts of a form when it is sent, once at a time, and empties it of passwords. */
export function onSubmit(selector: string, send: (texts: Record<string, string>) => Promise<void>): void {
  const form = find(selector, HTMLFormElement);
  let isBusy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!isBusy) {
      isBusy = true;
      const texts = Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, String(text)]));
      await send(texts);
      isBusy = false;
      for (const password of form.querySelectorAll<HTMLInputElement>('[type=password]')) {
        password.value = '';
      }
    }
  });
}

/** Tells what was done, to screen readers, too. */
export function say(message: string): void {
  find('#message').textContent = message;
}
