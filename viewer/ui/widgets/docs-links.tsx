// Links of our own rules to documentation. Anything that is not plain https stays text.
import { CopyButton } from './copy-button.js'

export function DocsLinks({ links }: { readonly links: readonly string[] }) {
  return (
    <ul class="plain">
      {links.map(link => (
        <li key={link} class="docs">
          {link.startsWith('https://') ? (
            <a href={link} target="_blank" rel="noopener noreferrer">
              {link}
            </a>
          ) : (
            <span>{link}</span>
          )}
          <CopyButton text={() => link} what="the link" small>
            Copy link
          </CopyButton>
        </li>
      ))}
    </ul>
  )
}
