/** placeholder */
export function pageFile(_pathname: string): Response | undefined {
  return undefined;
}
