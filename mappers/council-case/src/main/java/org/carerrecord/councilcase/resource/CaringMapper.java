package org.carerrecord.councilcase.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.councilcase.clientlevel.HoursAWeek;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.councilcase.row.RowKind;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * For whom the person of the rows cares: the person is the carer, the other one the cared-for.
 *
 * <p>So in Client Level Data, where Adult_n_Linked_Person_ID is the cared-for, and in relationships, where fk_person_id is the
 * carer when is_informal_carer is Y (standards.md, trap 8). The cared-for is named by the council's own number only, since
 * their own rows tell the rest; one without a number is no client and is not named.
 */
final class CaringMapper {

    private static final List<Field> LINKED =
            List.of(Field.ADULT_1_LINKED_PERSON_ID, Field.ADULT_2_LINKED_PERSON_ID, Field.ADULT_3_LINKED_PERSON_ID);

    private final Telling telling;
    private final Facts facts;
    private final Set<String> emptied;
    private final RowLosses losses;
    private final CarerMapper carers;
    private final Map<String, Patient> caredFor = new LinkedHashMap<>();
    private final Map<String, RelatedPerson> carersOf = new LinkedHashMap<>();
    private final Map<String, String> takenBack = new LinkedHashMap<>();

    /** @param emptied what the carer's rows take back of what was said of them before */
    CaringMapper(Telling telling, Facts facts, Patient carer, Set<String> emptied, RowLosses losses) {
        this.telling = telling;
        this.facts = facts;
        this.emptied = emptied;
        this.losses = losses;
        this.carers = new CarerMapper(telling, carer, losses);
    }

    /** Adds what is said to what has been said, from the next free link on, and what is taken back. */
    void map(List<Said> said, List<Withdrawn> withdrawn) {
        for (Row row : facts.rows()) {
            if (row.kind() == RowKind.CLIENT_LEVEL) {
                linked(row);
            } else if (row.kind() == RowKind.RELATIONSHIP) {
                relationship(row);
            }
        }
        hours();
        String key = carerNumber();
        for (Map.Entry<String, Patient> cared : caredFor.entrySet()) {
            String link = Said.link(said.size() + 1);
            said.add(new Said(link, "", cared.getValue()));
            RelatedPerson related = carersOf.get(cared.getKey());
            if (related != null) {
                related.getPatient().setReference(link);
                said.add(new Said(Said.link(said.size() + 1), key, related, emptied));
            }
            String place = takenBack.get(cared.getKey());
            if (place != null) {
                withdrawn.add(new Withdrawn(link, "RelatedPerson", new Which.Keyed(key), place));
            }
        }
    }

    private String carerNumber() {
        return facts.text(Field.LA_PERSON_UNIQUE_IDENTIFIER).orElseThrow();
    }

    private void linked(Row row) {
        boolean isCarer = ClientTypes.isCarer(row);
        for (Field field : LINKED) {
            Optional<String> number = row.text(field);
            if (number.isPresent() && !isCarer) {
                losses.addOnce(row, field, "only the rows of carers link to adults who are cared for");
            } else if (number.isPresent() && isAnother(row, field, number.get())) {
                carersOf.computeIfAbsent(number.get(), cared -> carers.stated());
                name(number.get());
            }
        }
    }

    private void relationship(Row row) {
        boolean informal = Facts.flag(row, Field.INFORMAL_CARER, losses).orElse(false);
        boolean main = Facts.flag(row, Field.MAIN_CARER, losses).orElse(false);
        boolean deleted = Facts.flag(row, Field.MARKED_FOR_DELETION, losses).orElse(false);
        Optional<String> number = row.text(Field.OTHER_PERSON);
        if (!informal && !main) {
            losses.add(row, Field.INFORMAL_CARER, "a relationship in which nobody is marked as a carer is not taken");
        } else if (number.isEmpty()) {
            losses.add(row, Field.OTHER_PERSON, "the other person is no client of the council: they are not named");
        } else if (isAnother(row, Field.OTHER_PERSON, number.get())) {
            Patient cared = name(number.get());
            if (deleted) {
                takenBack.put(number.get(), row.place(Field.MARKED_FOR_DELETION));
                carersOf.remove(number.get());
            } else {
                takenBack.remove(number.get());
                carers.map(row, informal, main, Optional.ofNullable(carersOf.get(number.get())), cared)
                        .ifPresent(related -> carersOf.put(number.get(), related));
            }
        }
    }

    private boolean isAnother(Row row, Field field, String number) {
        if (number.equals(carerNumber())) {
            losses.add(row, field, "nobody is their own carer");
            return false;
        }
        return true;
    }

    private Patient name(String number) {
        return caredFor.computeIfAbsent(number, one -> {
            Patient cared = new Patient().addIdentifier(telling.person(one));
            cared.getMeta().addProfile(Canonical.Profile.PATIENT);
            return cared;
        });
    }

    /** Hours are told of all caring together: they are of a relationship only where it is the only one. */
    private void hours() {
        if (carersOf.size() == 1) {
            facts.row(Field.TOTAL_HRS_CARING_PER_WEEK)
                    .flatMap(row -> HoursAWeek.of(
                            row.text(Field.TOTAL_HRS_CARING_PER_WEEK).orElseThrow()))
                    .ifPresent(band -> carersOf.values()
                            .iterator()
                            .next()
                            .addExtension(new Extension(Canonical.Extension.HOURS_A_WEEK, band)));
        }
    }

    /** How many people the person is said to care for. */
    int caredFor() {
        return carersOf.size();
    }
}
