import type { SetUpStep } from './set-up.svelte.ts'

/** The title of each step, and the question that it answers. */
export const stepTitles: Readonly<Record<SetUpStep, { readonly title: string; readonly about: string }>> = {
  address: { title: 'Address', about: 'Where does the server answer?' },
  profile: { title: 'Vendor', about: 'What does Populus do differently for servers of this vendor?' },
  'sign-in': { title: 'Sign-in', about: 'How does Populus prove who it is?' },
  keys: { title: 'Key pair', about: 'The private half stays here, encrypted; the public half is registered.' },
  register: { title: 'Registration', about: 'What the administrator of the server has to do, step by step.' },
  test: { title: 'Test', about: 'Does the sign-in work, and what may Populus read?' },
  what: { title: 'What to export', about: 'Who, and which types: no more than the screens need.' },
  first: { title: 'First export', about: 'What will be exported, and where it goes.' }
}
