import { useTranslation } from "react-i18next";
import { TextArea } from "../ui/TextArea";

const MOST_GREETING = 50;

/** What a robot says when it asks for friendship. */
export function Greeting({ value, onChange }: { value: string; onChange: (text: string) => void }) {
	const { t } = useTranslation();
	return (
		<div className="flex flex-col gap-1">
			<TextArea
				label={t("requests.addGreeting")}
				value={value}
				rows={2}
				className="resize-none"
				maxLength={MOST_GREETING}
				placeholder={t("requests.addGreetingHint")}
				onChange={(event) => onChange(event.target.value)}
			/>
			<span className="tabular self-end text-mini text-text-3">
				{[...value].length}/{MOST_GREETING}
			</span>
		</div>
	);
}
