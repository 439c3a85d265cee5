import { useTranslation } from "react-i18next";
import type { ThreadMessage } from "@/bindings";
import { useTimeWords } from "@/shared/time/useTimeWords";
import { classes } from "@/shared/ui/classes";
import { Hint } from "@/shared/ui/Hint";
import { DeliveryMark } from "./DeliveryMark";
import type { DeliverySign } from "./model";
import { WhoAnswered } from "./WhoAnswered";

type Props = { message: ThreadMessage; shown: boolean; sign: DeliverySign | null };

/**
 * Time, who of us answered, and how far it came, beside the bubble; in words under the pointer. On bubbles inside
 * a run it appears only there.
 */
export function MessageMeta({ message, shown, sign }: Props) {
	const words = useTimeWords();
	return (
		<Hint text={<Spelt message={message} sign={sign} />}>
			<span
				className={classes(
					"flex shrink-0 items-center gap-1.5 pb-px text-mini whitespace-nowrap text-text-3 transition-opacity duration-150",
					!shown && "opacity-0 group-hover/message:opacity-100",
				)}
			>
				{sign !== null && <DeliveryMark sign={sign} />}
				{message.direction === "out" && <WhoAnswered message={message} />}
				<time dateTime={new Date(message.timestamp).toISOString()} className="tabular">
					{words.clock(message.timestamp)}
				</time>
			</span>
		</Hint>
	);
}

function Spelt({ message, sign }: { message: ThreadMessage; sign: DeliverySign | null }) {
	const { t } = useTranslation();
	const words = useTimeWords();
	const lines = [
		sign !== null && t(`delivery.${sign}`),
		message.origin !== "customer" && t(`origin.${message.origin}Hint`),
		words.full(message.timestamp),
	].filter((line) => line !== false);
	return lines.map((line) => (
		<span key={line} className="tabular block">
			{line}
		</span>
	));
}
