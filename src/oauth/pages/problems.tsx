/** What is wrong with a posted form, by field name; '' is for the form as a whole. */
export type Problems = Readonly<Record<string, readonly string[]>>;

/** Where someone who fills in a form is helped by other words than those of validation. */
const plainer: Readonly<Record<string, string>> = {
  'must be an e-mail address': 'is not complete, e.g. ann@example.org',
};

/** Validation speaks of a field without its name ("must not be empty"); a whole sentence stays as it is. */
export function inSentence(label: string, problem: string): string {
  const words = plainer[problem] ?? problem;
  const sentence = label && /^\p{Ll}/u.test(words) ? `${label} ${words}` : words;
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

interface ProblemSummaryProps {
  problems?: Problems;
  /** The visible label by field name. A field that is not here is named as it is and gets no link. */
  labels?: Readonly<Record<string, string>>;
}

/**
 * All problems of a form, each with a link to its field; nothing when there are none.
 * An alert that is there when a page loads is not read out by every screen reader, hence the focus.
 */
export function ProblemSummary({ problems = {}, labels = {} }: ProblemSummaryProps) {
  const lines = Object.entries(problems).flatMap(([field, list]) => list.map((problem) => ({ field, problem })));
  const [first] = lines;
  if (!first) return null;
  return (
    <div class="box problem" role="alert" tabindex={-1} autofocus>
      {lines.length === 1 && first.field === '' ? (
        <p>{inSentence('', first.problem)}</p>
      ) : (
        <>
          <p>
            <strong>Please check what you entered</strong>
          </p>
          <ul>
            {lines.map(({ field, problem }) => (
              <li key={`${field} ${problem}`}>
                {labels[field] ? (
                  <a href={`#${field}`}>{inSentence(labels[field], problem)}</a>
                ) : (
                  inSentence(field, problem)
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
