/** Looks up a text of the control's resx file and fills its placeholders `{0}`, `{1}`, … */
export type Texts = (key: string, ...values: readonly (string | number)[]) => string;

/** The part of `context.resources` that texts come from. */
interface TextSource {
  getString(id: string): string;
}

export function textsOf(source: TextSource): Texts {
  return (key, ...values) =>
    source.getString(key).replace(/\{(\d)\}/g, (placeholder, position: string) => {
      const value = values[Number(position)];
      return value === undefined ? placeholder : String(value);
    });
}
