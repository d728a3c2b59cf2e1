import type { ComponentChildren } from 'preact';

/** Says that something worked. It takes the focus for the reason that `ProblemSummary` gives. */
export function Notice({ children }: { children: ComponentChildren }) {
  return (
    <div class="box notice" role="status" tabindex={-1} autofocus>
      <p>{children}</p>
    </div>
  );
}
