import { Popover } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes";

type Props = {
	trigger: ReactElement<Record<string, unknown>>;
	title: string;
	side: "top" | "right" | "bottom";
	align: "start" | "center" | "end";
	children: ReactNode;
	className?: string;
	open?: boolean;
	onOpenChange?: (open: boolean) => void;
};

/** A popover with a name, next to what opened it. */
export function Flyout({ trigger, title, side, align, children, className, open, onOpenChange }: Props) {
	return (
		<Popover.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
			<Popover.Trigger render={trigger} />
			<Popover.Portal>
				<Popover.Positioner side={side} align={align} sideOffset={8} collisionPadding={4} className="z-30">
					<Popover.Popup
						className={classes(
							"popup-motion w-72 rounded-card bg-surface-3 p-4 shadow-float outline-none",
							className,
						)}
					>
						<Popover.Title className="sr-only">{title}</Popover.Title>
						{children}
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
