import { described, FieldNotes, Form, SelectField, TextField } from './form.tsx';
import type { Place } from './place.ts';
import type { Problems } from './problems.tsx';

/** A scope of a token, and its meaning in plain words. */
export interface ScopeChoice {
  readonly scope: string;
  readonly words: string;
}

/** What was entered before, as a form posts it. */
export interface NewTokenValues {
  readonly name?: string;
  readonly days?: string;
  readonly scopes?: readonly string[];
}

export const newTokenLabels = { name: 'Name', days: 'Ends after', scopes: 'Permissions' };

/** It opens the account itself, so it stands apart. */
const managing = 'account:manage';

const lifetimes = [
  { days: '1', words: '1 day' },
  { days: '7', words: '7 days' },
  { days: '30', words: '30 days' },
  { days: '90', words: '90 days' },
  { days: '365', words: '1 year' },
];

interface NewTokenFormProps {
  place: Place;
  choices: readonly ScopeChoice[];
  values: NewTokenValues | undefined;
  problems: Problems | undefined;
}

export function NewTokenForm({ place, choices, values = {}, problems = {} }: NewTokenFormProps) {
  const { name, days = '30', scopes = [] } = values;
  return (
    <Form place={place} action={`${place.base}/account/tokens`} class="stack">
      <div class="side-by-side">
        <TextField
          name="name"
          label={newTokenLabels.name}
          value={name}
          hint="What you use it for"
          autocomplete="off"
          maxlength={200}
          required
          problems={problems.name}
        />
        <SelectField name="days" label={newTokenLabels.days} problems={problems.days}>
          {lifetimes.map((lifetime) => (
            <option key={lifetime.days} value={lifetime.days} selected={lifetime.days === days}>
              {lifetime.words}
            </option>
          ))}
        </SelectField>
      </div>
      <ScopesField choices={choices} chosen={scopes} problems={problems.scopes} />
      <button class="button primary">Make token</button>
    </Form>
  );
}

interface ScopesFieldProps {
  choices: readonly ScopeChoice[];
  chosen: readonly string[];
  problems: readonly string[] | undefined;
}

function ScopesField({ choices, chosen, problems }: ScopesFieldProps) {
  // A fieldset has no aria-invalid; the description says it.
  const { 'aria-describedby': describedBy } = described('scopes', undefined, problems);
  return (
    <fieldset id="scopes" aria-describedby={describedBy}>
      <legend>{newTokenLabels.scopes}</legend>
      <FieldNotes name="scopes" label={newTokenLabels.scopes} problems={problems} />
      <div class="checks">
        {choices
          .filter(({ scope }) => scope !== managing)
          .map((choice) => (
            <ScopeCheck key={choice.scope} {...choice} checked={chosen.includes(choice.scope)} />
          ))}
      </div>
      {choices
        .filter(({ scope }) => scope === managing)
        .map((choice) => (
          <div key={choice.scope} class="check-apart">
            <ScopeCheck {...choice} checked={chosen.includes(choice.scope)} describedBy="managing-hint" />
            <p class="hint" id="managing-hint">
              Such a token can make further tokens, and those go on after it has ended.
            </p>
          </div>
        ))}
    </fieldset>
  );
}

interface ScopeCheckProps extends ScopeChoice {
  checked: boolean;
  describedBy?: string;
}

function ScopeCheck({ scope, words, checked, describedBy }: ScopeCheckProps) {
  return (
    <label class="check">
      <input type="checkbox" name="scopes" value={scope} checked={checked} aria-describedby={describedBy} />
      <span>
        {words} <code>{scope}</code>
      </span>
    </label>
  );
}
