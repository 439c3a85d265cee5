import { Quality } from "@/features/quality/Quality";
import { openAt, walkSample } from "@/features/review/useReview";
import { useLeadView } from "../leadViews";

/** Quality, with the way from what was found to where it was said. */
export function QualityView() {
	const open = useLeadView((lead) => lead.open);
	return (
		<Quality
			onReview={(chat, message, agent) => {
				walkSample(null);
				openAt(chat, message, agent);
				open("review");
			}}
			onWalk={(sample) => {
				walkSample(sample);
				open("review");
			}}
		/>
	);
}
