import { useTranslation } from "react-i18next";
import { KindFilter } from "@/shared/filters/KindFilter";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { Choice } from "@/shared/ui/Choice";
import { Segmented } from "@/shared/ui/Segmented";
import { PERIODS, type SearchFilter } from "./model";

type Props = { filter: SearchFilter; onChange: (change: Partial<SearchFilter>) => void };

/** What a search leaves out, and what comes first. */
export function Filters({ filter, onChange }: Props) {
	const { t } = useTranslation();
	return (
		<div className="flex flex-wrap items-center gap-2">
			<Choice
				label={t("search.speaker")}
				value={filter.speaker}
				onChange={(speaker) => onChange({ speaker })}
				testId="search-speaker"
				options={[
					{ value: "", label: t("search.anySpeaker") },
					{ value: "customer", label: t("search.speakers.customer") },
					{ value: "us", label: t("search.speakers.us") },
					{ value: "phone", label: t("search.speakers.phone") },
				]}
			/>
			<KindFilter value={filter.kind} onChange={(kind) => onChange({ kind })} />
			<Choice
				label={t("search.content")}
				value={filter.content}
				onChange={(content) => onChange({ content })}
				options={[
					{ value: "", label: t("search.anyContent") },
					{ value: "text", label: t("search.contents.text") },
					{ value: "file", label: t("search.contents.file") },
					{ value: "link", label: t("search.contents.link") },
					{ value: "miniProgram", label: t("search.contents.miniProgram") },
				]}
			/>
			<Choice
				label={t("search.period")}
				value={filter.period}
				onChange={(period) => onChange({ period })}
				options={PERIODS.map((period) => ({ value: period, label: t(`search.periods.${period}`) }))}
			/>
			<RobotFilter value={filter.robot} onChange={(robot) => onChange({ robot })} className="w-40" />
			<span className="ml-auto">
				<Segmented
					label={t("search.order")}
					value={filter.order}
					onChange={(order) => onChange({ order })}
					segments={[
						{ value: "newest", label: t("search.orders.newest") },
						{ value: "relevance", label: t("search.orders.relevance") },
					]}
				/>
			</span>
		</div>
	);
}
