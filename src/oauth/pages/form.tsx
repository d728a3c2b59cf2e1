import type { ComponentChildren } from 'preact';
import type { Place } from './place.ts';
import { inSentence } from './problems.tsx';

interface FormProps {
  place: Place;
  action: string;
  class?: string;
  children: ComponentChildren;
}

/** The only way in which a page writes a form, so that none lacks the token against forged requests. */
export function Form({ place, action, class: className, children }: FormProps) {
  return (
    <form method="post" action={action} class={className}>
      <input type="hidden" name="_csrf" value={place.csrf} />
      {children}
    </form>
  );
}

/** What every field has around its control. */
interface FieldProps {
  /** Also the control's id, which is where a problem's link leads. */
  name: string;
  label: string;
  hint?: string;
  problems?: readonly string[];
}

// Phones would otherwise begin an address with a capital letter.
const kinds = {
  text: { type: 'text' },
  email: { type: 'email', autocapitalize: 'none', spellcheck: false },
  password: { type: 'password' },
} as const;

interface TextFieldProps extends FieldProps {
  type?: keyof typeof kinds;
  value?: string;
  autocomplete?: string;
  required?: boolean;
  minlength?: number;
  maxlength?: number;
}

export function TextField({ name, label, hint, problems, type = 'text', ...input }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} problems={problems}>
      <input {...input} {...kinds[type]} {...described(name, hint, problems)} id={name} name={name} />
    </Field>
  );
}

interface SelectFieldProps extends FieldProps {
  required?: boolean;
  /** `<option>` and `<optgroup>` elements. */
  children: ComponentChildren;
}

export function SelectField({ name, label, hint, problems, required, children }: SelectFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} problems={problems}>
      <select id={name} name={name} required={required} {...described(name, hint, problems)}>
        {children}
      </select>
    </Field>
  );
}

function Field({ name, label, hint, problems, children }: FieldProps & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      <FieldNotes name={name} label={label} hint={hint} problems={problems} />
    </div>
  );
}

/** The hint and the problems of a field, with the ids that `described` points at. */
export function FieldNotes({ name, label, hint, problems = [] }: FieldProps) {
  return (
    <>
      {problems.length > 0 && (
        <p class="field-problem" id={`${name}-problem`}>
          {problems.map((problem) => inSentence(label, problem)).join(' ')}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

/** The attributes that tell a screen reader of a field's hint and problems. */
export function described(name: string, hint: string | undefined, problems: readonly string[] = []) {
  const wrong = problems.length > 0;
  const ids = [wrong && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': wrong || undefined };
}
