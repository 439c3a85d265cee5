import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { classes } from "./classes";

type Props = {
	open: boolean;
	onOpenChange: (open: boolean) => void;
	title: string;
	children: ReactNode;
	className?: string;
};

/** A dialog: traps the focus, gives it back, and Esc closes it. One that fades away takes no clicks any more. */
export function Modal({ open, onOpenChange, title, children, className }: Props) {
	return (
		<Dialog.Root open={open} onOpenChange={onOpenChange}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-[closed]:pointer-events-none data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
				<Dialog.Popup
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
