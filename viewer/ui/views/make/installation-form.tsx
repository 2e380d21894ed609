// A packet collected on the machine the viewer runs on, also when the server does not start.
import { useState } from 'preact/hooks'
import { Check, MakeForm, TextField } from './make-form.js'

export function InstallationForm() {
  const [folder, setFolder] = useState('/opt/mattermost')
  const [includeLogs, setLogs] = useState(true)
  const [hours, setHours] = useState('')
  return (
    <MakeForm
      request={() => ({
        from: 'installation',
        folder: folder.trim(),
        includeLogs,
        ...(includeLogs && hours.trim() !== '' ? { hours: Number(hours.replace(',', '.')) } : {}),
      })}
    >
      <TextField label="Folder of the installation" value={folder} onInput={setFolder} isRequired>
        Or of a copy of one, on the machine the viewer runs on. Configuration, logs, database, file store,
        plugins and profiles are read; the server need not run. What looks like a secret is masked.
      </TextField>
      <Check label="With logs" checked={includeLogs} onChange={setLogs} />
      {includeLogs ? (
        <TextField label="Only the last hours of the logs" value={hours} onInput={setHours} placeholder="all">
          A number such as 2 or 0.5.
        </TextField>
      ) : null}
    </MakeForm>
  )
}
