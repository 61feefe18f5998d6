/** Given names that are used for one another, from general knowledge; each line begins with the full name. */
const groups: readonly string[] = [
  'ABIGAIL ABBY GAIL',
  'ALBERT AL BERT',
  'ALEXANDER ALEX SANDY',
  'AMANDA MANDY',
  'ANDREW ANDY DREW',
  'ANTHONY TONY',
  'ARTHUR ART',
  'BARBARA BARB BABS',
  'BENJAMIN BEN',
  'CATHERINE KATHERINE KATHRYN CATHY KATHY KATE KATIE',
  'CAROLINE CARRIE',
  'CHARLES CHARLIE CHUCK',
  'CHRISTOPHER CHRIS',
  'CYNTHIA CINDY',
  'DANIEL DAN DANNY',
  'DAVID DAVE',
  'DEBORAH DEB DEBBIE',
  'DONALD DON',
  'DOROTHY DOT DOTTIE',
  'EDWARD ED EDDIE TED',
  'ELEANOR ELLIE NELL',
  'ELIZABETH BETH BETTY LIZ LIZZIE BETSY',
  'EUGENE GENE',
  'FRANCISCO PACO',
  'FREDERICK FRED',
  'GERALD JERRY',
  'GREGORY GREG',
  'HAROLD HAL HARRY',
  'HENRY HANK HARRY',
  'JACOB JAKE',
  'JAMES JIM JIMMY',
  'JEFFREY JEFF',
  'JESSICA JESSIE',
  'JOHN JACK JOHNNY',
  'JONATHAN JON',
  'JOSEPH JOE',
  'JOSE PEPE',
  'JOSHUA JOSH',
  'JUDITH JUDY',
  'KATHLEEN KATHY',
  'KENNETH KEN',
  'LAWRENCE LARRY',
  'LEONARD LEN LENNY',
  'MARGARET MAGGIE PEGGY MEG',
  'MATTHEW MATT',
  'MEGAN MEG',
  'MICHAEL MIKE',
  'NANCY NAN',
  'NATHAN NATE',
  'NICHOLAS NICK',
  'PAMELA PAM',
  'PATRICIA PAT PATTY TRISH',
  'PATRICK PAT',
  'PETER PETE',
  'PHILIP PHIL',
  'RACHEL RAE',
  'RAYMOND RAY',
  'REBECCA BECKY',
  'RICHARD RICK DICK RICH',
  'ROBERT BOB BOBBY ROB',
  'ROGER RODGE',
  'RONALD RON',
  'RUSSELL RUSS',
  'SAMUEL SAM',
  'STEPHEN STEVEN STEVE',
  'SUSAN SUE SUSIE',
  'TERESA THERESA TERRY',
  'THEODORE TED',
  'THOMAS TOM TOMMY',
  'TIMOTHY TIM',
  'VICTORIA VICKY',
  'VIRGINIA GINNY',
  'WALTER WALT',
  'WILLIAM BILL BILLY WILL LIAM'
]

const groupsOf = new Map<string, Set<number>>()
groups.forEach((line, group) => {
  for (const name of line.split(' ')) groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(group))
})

/** Whether two normalized given names are used for one another. */
export function areNicknames(left: string, right: string): boolean {
  const nicknameGroups = groupsOf.get(left)
  const other = groupsOf.get(right)
  return nicknameGroups !== undefined && other !== undefined && [...nicknameGroups].some((group) => other.has(group))
}

/** Short forms of a name, for the sample population. */
export function shortNames(name: string): readonly string[] {
  return (
    groups
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .slice(1) ?? []
  )
}
