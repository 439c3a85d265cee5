/** What the desktop puts into the window; only stand-ins write it. */
interface Window {
	__TAURI_INTERNALS__: { convertFileSrc: (path: string, protocol?: string) => string };
}
