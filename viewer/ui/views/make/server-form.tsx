// A packet that a Mattermost server makes: its address and a token of a system administrator. The token leaves the form when the work begins.
import { useState } from 'preact/hooks'
import { Check, MakeForm, TextField } from './make-form.js'

export function ServerForm() {
  const [url, setUrl] = useState('')
  const [token, setToken] = useState('')
  const [includeLogs, setLogs] = useState(true)
  const [includePlugins, setPlugins] = useState(false)
  const [ca, setCa] = useState('')
  return (
    <MakeForm
      request={() => ({
        from: 'server',
        url: url.trim(),
        token,
        includeLogs,
        includePlugins,
        ...(ca.trim() === '' ? {} : { ca }),
      })}
      onStarted={() => setToken('')}
    >
      <TextField
        label="Address of the server"
        value={url}
        onInput={setUrl}
        placeholder="https://chat.example.com"
        isRequired
      >
        Its Site URL, with the path if it has one.
      </TextField>
      {travelsInClear(url) ? (
        <p class="note is-failure">The token travels unencrypted: the address begins with http://.</p>
      ) : null}
      <TextField label="Token of a system administrator" value={token} onInput={setToken} isSecret isRequired>
        Profile &gt; Security &gt; Personal Access Tokens. It is used for this packet and kept nowhere.
      </TextField>
      <Check label="With logs" checked={includeLogs} onChange={setLogs} />
      <Check label="With what plugins add only when asked" checked={includePlugins} onChange={setPlugins} />
      <details>
        <summary>The server has a certificate of an authority of your own</summary>
        <label class="field">
          <span>Certificate of the authority (PEM)</span>
          <textarea
            rows={5}
            spellcheck={false}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={ca}
            onInput={event => setCa(event.currentTarget.value)}
          />
        </label>
      </details>
    </MakeForm>
  )
}

/** Another machine may read it on the way. */
function travelsInClear(url: string): boolean {
  return /^http:\/\/./i.test(url.trim()) && !/^http:\/\/(localhost|127\.|\[::1\])/i.test(url.trim())
}
