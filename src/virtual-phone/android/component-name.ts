/** `.Main` and `Main` belong to the package; anything with a dot in it is complete already. */
export function fullClassName(packageName: string, activity: string): string {
  if (activity.startsWith('.')) return packageName + activity
  return activity.includes('.') ? activity : `${packageName}.${activity}`
}

/** As Android prints components: without the package where the class is in it (`.MainActivity`). */
export function shortClassName(packageName: string, className: string): string {
  return className.startsWith(`${packageName}.`) ? className.slice(packageName.length) : className
}
