import { Dialog } from "@base-ui/react/dialog";
import { type ReactNode, useRef } from "react";
import { classes } from "./classes";

type Props = {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	title: string;
	children: ReactNode;
	className?: string;
};

const TAKES_FOCUS = ["a[href]", "button", "input", "textarea", "select", "[tabindex]"]
	.map((each) => `${each}:not(:disabled,[tabindex="-1"])`)
	.join();

/** A dialog: traps the focus, gives it back, and Esc closes it. One that fades away takes no clicks any more. */
export function Modal({ open, onOpenChange, title, children, className }: Props) {
	const popup = useRef<HTMLDivElement>(null);
	/**
	 * By itself the dialog would take the focus with the next frame. Whoever was quicker, or a machine that is busy, would
	 * have the field they write into taken from under their hands.
	 */
	function focusNow(how: string) {
		const first = popup.current?.querySelector<HTMLElement>(TAKES_FOCUS);
		if (how === "touch" || !first) return popup.current;
		first.focus();
		return false;
	}
	return (
		<Dialog.Root open={open} onOpenChange={onOpenChange}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-[closed]:pointer-events-none data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
				<Dialog.Popup
					ref={popup}
					initialFocus={focusNow}
					className={classes(
						"popup-motion fixed top-1/2 left-1/2 z-40 max-h-[calc(100vh-48px)] w-[440px] max-w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-card bg-surface-3 p-6 shadow-float outline-none data-[closed]:pointer-events-none",
						className,
					)}
				>
					<Dialog.Title className="text-title font-semibold text-text-1">{title}</Dialog.Title>
					{children}
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
