import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

type Props = {
	/** What the control does. It has to be the control's accessible name already: a hint is for the eyes only. */
	text: ReactNode;
	side?: "top" | "right" | "bottom" | "left";
	children: ReactElement<Record<string, unknown>>;
};

/** A tooltip around one control. */
export function Hint({ text, side = "top", children }: Props) {
	return (
		<Tooltip.Root>
			<Tooltip.Trigger render={children} />
			<Tooltip.Portal>
				<Tooltip.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
					<Tooltip.Popup className="popup-motion max-w-72 rounded-control bg-surface-3 px-2 py-1 text-small text-text-1 shadow-float">
						{text}
					</Tooltip.Popup>
				</Tooltip.Positioner>
			</Tooltip.Portal>
		</Tooltip.Root>
	);
}
