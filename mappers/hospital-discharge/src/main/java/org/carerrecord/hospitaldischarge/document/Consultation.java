package org.carerrecord.hospitaldischarge.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.Moments;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemAnswerComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * Whether the carer was consulted (ADW-CarerConsultationStatus-1: Y, N, NKC) and when the patient is to be discharged, as a
 * QuestionnaireResponse with those two items.
 */
final class Consultation {

    private static final String CARER_CONSULTED = "https://fhir.nhs.uk/ADW-CarerConsultationStatus-1";

    private static final List<Coding> ANSWERS = List.of(
            new Coding(CARER_CONSULTED, "Y", "Yes"),
            new Coding(CARER_CONSULTED, "N", "No"),
            new Coding(CARER_CONSULTED, "NKC", "No Known Carer"));

    private final Document document;
    private final Losses losses;

    Consultation(Document document, Losses losses) {
        this.document = document;
        this.losses = losses;
    }

    /** Empty when the notice says neither. */
    Optional<QuestionnaireResponse> of(String patient, Optional<Entry> stay, Entry request, Sender sender) {
        QuestionnaireResponse response = new QuestionnaireResponse();
        CareActNotices.number(request)
                .ifPresent(number -> response.setIdentifier(new Identifier()
                        .setSystem(Systems.local(sender.ods(), "notice"))
                        .setValue(number)));
        response.setStatus(QuestionnaireResponseStatus.COMPLETED);
        response.setSubject(new Reference(patient));
        response.setAuthor(sender.reference());
        document.all("QuestionnaireResponse").forEach(asked -> consulted(asked).ifPresent(response::addItem));
        stay.flatMap(this::discharge).ifPresent(response::addItem);
        return Optional.of(response).filter(QuestionnaireResponse::hasItem);
    }

    private Optional<QuestionnaireResponseItemComponent> consulted(Entry asked) {
        Optional<QuestionnaireResponseItemComponent> consulted = Optional.empty();
        for (JsonNode item : asked.resource().path("item")) {
            Optional<JsonNode> answer = answer(item);
            if (answer.isEmpty()) {
                losses.add(asked.place(), "what is asked beside the carer is kept with the raw document only");
            } else {
                consulted = ANSWERS.stream()
                        .filter(known ->
                                known.getCode().equals(answer.get().path("code").asText()))
                        .findFirst()
                        .map(known -> item("carer-consulted", Entry.text(item, "text"))
                                .addAnswer(new QuestionnaireResponseItemAnswerComponent().setValue(known.copy())));
                if (consulted.isEmpty()) {
                    losses.add(asked.place(), "whether the carer was consulted is answered by a code of no list");
                }
            }
        }
        return consulted;
    }

    private static Optional<JsonNode> answer(JsonNode item) {
        return StreamSupport.stream(item.path("answer").spliterator(), false)
                .map(answer -> answer.path("valueCoding"))
                .filter(coding -> CARER_CONSULTED.equals(coding.path("system").asText()))
                .findFirst();
    }

    /** The end of a stay that goes on is when it is to end. */
    private Optional<QuestionnaireResponseItemComponent> discharge(Entry stay) {
        JsonNode resource = stay.resource();
        if (resource.path("status").asText().equals("finished")) {
            return Optional.empty();
        }
        return Entry.text(resource.path("period"), "end").flatMap(end -> {
            Optional<DateTimeType> date = Moments.of(end).map(StatedTime::toFhir);
            if (date.isEmpty()) {
                losses.add(stay.place() + ".period.end", "no readable date");
            }
            return date.map(day -> item("discharge-date", Optional.of("Proposed date of discharge"))
                    .addAnswer(new QuestionnaireResponseItemAnswerComponent().setValue(day)));
        });
    }

    private static QuestionnaireResponseItemComponent item(String id, Optional<String> text) {
        QuestionnaireResponseItemComponent item = new QuestionnaireResponseItemComponent();
        item.setLinkId(id);
        text.ifPresent(item::setText);
        return item;
    }
}
