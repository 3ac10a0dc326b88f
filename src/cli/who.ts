import { userInfo } from 'node:os'

/** Who works at this terminal, as histories name people. @param nameOfUser throws when the host has no name for the user, as in containers */
export function whoAmI(nameOfUser = () => userInfo().username): string {
  try {
    return nameOfUser()
  } catch {
    // A number without a name is a user all the same, and every other command has to work for it.
    return `user ${process.getuid?.() ?? 'without a name'}`
  }
}
