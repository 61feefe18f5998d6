/**
 * Gives the page another title while it is printed: PDF files and the dialogs of browsers take theirs from it.
 * @returns gives the page its own title again
 */
export function titlePage(title: string): () => void {
  const before = document.title
  document.title = title
  return () => void (document.title = before)
}
