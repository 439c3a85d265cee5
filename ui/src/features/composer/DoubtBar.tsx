import { TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/Button";
import type { Doubts } from "./checks";

type Props = { doubts: Doubts; onSend: () => void; onBack: () => void };

/**
 * What a person should look at before it leaves. The key that sends does not send here: the focus stands on the
 * way back, and sending needs another gesture.
 */
export function DoubtBar({ doubts, onSend, onBack }: Props) {
	const { t } = useTranslation();
	const back = useRef<HTMLButtonElement>(null);
	useEffect(() => back.current?.focus(), []);
	return (
		<div
			role="alertdialog"
			aria-labelledby="doubt-words"
			data-testid="doubt-bar"
			onKeyDown={(event) => {
				if (event.key !== "Escape") return;
				event.preventDefault();
				event.stopPropagation();
				onBack();
			}}
			className="mb-2 flex items-start gap-2 rounded-control bg-warning-weak px-3 py-2 text-base text-text-1"
		>
			<TriangleAlert size={16} aria-hidden="true" className="mt-0.5 text-warning-text" />
			<div id="doubt-words" className="min-w-0 flex-1">
				{doubts.words.length > 0 && (
					<p>
						{t("sending.doubtWords")}
						<Marked words={doubts.words} />
					</p>
				)}
				{doubts.variables.length > 0 && (
					<p>
						{t("sending.doubtVariables")}
						<Marked words={doubts.variables} />
					</p>
				)}
			</div>
			<Button ref={back} size="small" data-testid="doubt-back" onClick={onBack}>
				{t("sending.doubtBack")}
			</Button>
			<Button size="small" look="quiet" data-testid="doubt-send" onClick={onSend}>
				{t("sending.doubtSend")}
			</Button>
		</div>
	);
}

function Marked({ words }: { words: readonly string[] }) {
	return words.map((word) => (
		<mark
			key={word}
			className="mx-0.5 rounded-chip bg-surface-3 px-1 font-medium whitespace-nowrap text-warning-text"
		>
			{word}
		</mark>
	));
}
