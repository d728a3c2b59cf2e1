import { Layout } from './layout.tsx';
import type { Place } from './place.ts';
import { inSentence } from './problems.tsx';

export interface ProblemProps {
  place: Place;
  title: string;
  text: string;
  /** What helps whoever is asked for help. */
  detail?: string;
  back?: { href: string; label: string };
}

export function ProblemPage({ place, title, text, detail, back }: ProblemProps) {
  return (
    <Layout title={title} place={place}>
      <h1>{title}</h1>
      <p class="lead">{inSentence('', text)}</p>
      {detail && (
        <p class="hint">
          <code>{detail}</code>
        </p>
      )}
      {back && (
        <a class="button wide" href={back.href}>
          {back.label}
        </a>
      )}
    </Layout>
  );
}
