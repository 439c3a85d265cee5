import { useTranslation } from "react-i18next";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";

/** Everybody an act is about, each by name: nobody is hidden behind a number. */
export function People({ people }: { people: readonly { id: string; name: string }[] }) {
	const { t } = useTranslation();
	return (
		<ul
			aria-label={t("group.affected")}
			className="flex max-h-52 flex-col gap-1 overflow-y-auto rounded-control border border-line p-2"
		>
			{people.map((person) => {
				const name = oneLine(person.name) || t("group.noName");
				return (
					<li key={person.id} className="flex items-center gap-2 text-base">
						<Avatar name={name} seed={person.id} source={null} size={20} />
						<span className="bidi-isolate min-w-0 [overflow-wrap:anywhere]">{name}</span>
					</li>
				);
			})}
		</ul>
	);
}
