// Gives a person a file: what was made here, or what a call answers with.
import { raw } from '../api/client'

export function saveAs(bytes: Blob, name: string): void {
    const address = URL.createObjectURL(bytes)
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

export async function download(method: 'GET' | 'POST', path: string, name: string, accept = '*/*'): Promise<Response> {
    const response = await raw(method, path, { accept, body: method === 'POST' ? {} : undefined })
    saveAs(await response.blob(), name)
    return response
}
