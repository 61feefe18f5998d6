/** Which of the shell's own dialogs is open. */
export class Overlays {
  palette = $state(false)
  shortcuts = $state(false)
}
