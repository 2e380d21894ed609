// The examples of a page: code in a fence, and the text below it that it prints.

export interface PageExample {
  /** The heading it stands under. */
  readonly title: string
  readonly code: string
  readonly prints: string
}

/** Every block of this language that a block of `text` follows. */
export function examplesOf(page: string, language: string): readonly PageExample[] {
  const block = new RegExp('```' + language + '\\n([\\s\\S]*?)```\\n\\n```text\\n([\\s\\S]*?)```', 'g')
  return [...page.matchAll(block)].map(({ 1: code = '', 2: prints = '', index }) => ({
    title:
      page
        .slice(0, index)
        .match(/^#+ .*$/gm)
        ?.at(-1)
        ?.replace(/^#+ /, '') ?? '',
    code,
    prints,
  }))
}
