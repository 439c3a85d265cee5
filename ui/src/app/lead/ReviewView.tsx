import { JudgePanel, useChatFlags } from "@/features/quality/JudgePanel";
import { type Looked, Review } from "@/features/review/Review";
import { openAt } from "@/features/review/useReview";
import { ReadOnlyThread } from "@/features/thread/ReadOnlyThread";
import { chatPath } from "@/shared/host";

/** Conversations to look through, with the same messages as in the inbox and what is judged of them beside. */
export function ReviewView() {
	return (
		<Review
			thread={(looked) => <LookedThread key={looked.turn} looked={looked} />}
			judge={({ row, agent, sample }, onNext) => (
				<JudgePanel
					key={`${chatPath(row.key)} ${agent ?? ""}`}
					chat={row.key}
					agent={agent}
					sample={sample}
					onShow={(message) => openAt(row.key, message, agent)}
					onNext={onNext}
				/>
			)}
		/>
	);
}

function LookedThread({ looked: { row, begin } }: { looked: Looked }) {
	const { messages } = useChatFlags(row.key);
	return <ReadOnlyThread row={row} begin={begin} pointedOut={messages} />;
}
