const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** An app's first letter in a square, since Vitalgate fetches no app's picture from elsewhere. */
export function AppTile({ name }: { name: string }) {
  const [first] = graphemes.segment(name.trim());
  return (
    <span class="app-tile" aria-hidden="true">
      {first?.segment.toUpperCase()}
    </span>
  );
}
