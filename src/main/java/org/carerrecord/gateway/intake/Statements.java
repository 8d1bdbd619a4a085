package org.carerrecord.gateway.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.MeantCarers;
import org.carerrecord.gateway.contributions.MeantCarers.Meant;
import org.carerrecord.gateway.contributions.OnlyOnes;
import org.carerrecord.gateway.contributions.Rekeyed;
import org.carerrecord.gateway.contributions.Tellings;
import org.carerrecord.gateway.identity.OwnSelf;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/** Takes what a message says down the write path: first what it states, then what it takes back. */
@Component
class Statements {

    private final WritePath write;
    private final People people;
    private final Withdrawals withdrawals;
    private final MeantCarers carers;
    private final Tellings tellings;
    private final OnlyOnes onlyOnes;
    private final Resources resources;

    Statements(
            WritePath write,
            People people,
            Withdrawals withdrawals,
            MeantCarers carers,
            Tellings tellings,
            OnlyOnes onlyOnes,
            Resources resources) {
        this.write = write;
        this.people = people;
        this.withdrawals = withdrawals;
        this.carers = carers;
        this.tellings = tellings;
        this.onlyOnes = onlyOnes;
        this.resources = resources;
    }

    /**
     * Contributes: first the patients, then what is said about them, then what is taken back. What comes after a later event
     * of the same kind is told in its place among them, and reported (carer-model.md, contributions 3).
     *
     * @return what was written, with what came late or could not be told apart
     */
    Mapped<List<Outcome>> contribute(Transaction transaction, Caller sender, Saying saying, Understood told) {
        Round round = Round.of(transaction, sender, saying);
        Late late = new Late(round, tellings);
        Rekeyed message = Rekeyed.of(transaction, round.partner(), told);
        Understood understood = message.understood();
        Map<String, About> patients = people.take(round, message, late);
        said(round, understood, patients, late);
        for (Withdrawn withdrawn : understood.withdrawn()) {
            About about = patients.get(withdrawn.patient());
            if (withdrawn.type().equals("Patient") || about == null) {
                continue;
            }
            boolean isLate = late.is(about.patient(), withdrawn.type(), withdrawn.place(), saying.stamp());
            Mapped<List<Outcome>> taken = withdrawals.take(transaction, sender, saying, withdrawn, about, isLate);
            round.outcomes().addAll(taken.value());
            round.losses().addAll(taken.losses());
        }
        for (About about : patients.values()) {
            if (late.was(about.patient(), "RelatedPerson")) {
                round.write(
                        write,
                        onlyOnes.anew(
                                transaction, round.partner(), about.patient().pk(), saying.stamp()));
            }
        }
        people.link(round, understood);
        return round.end();
    }

    /** What is said about the patients. */
    private void said(Round round, Understood understood, Map<String, About> patients, Late late) {
        LocalDate today = StatedTime.day(round.transaction().now());
        Oneself oneself = new Oneself(round, understood, patients);
        Map<About, List<Said>> said = new LinkedHashMap<>();
        for (Said one : understood.said()) {
            if (OwnSelf.isOf(one, understood, today) || oneself.is(one)) {
                round.lose(
                        "RelatedPerson",
                        "it has a number of the patient, or their name and birth date: nobody is their own carer");
            } else if (!(one.resource() instanceof Patient)) {
                said.computeIfAbsent(link(one.resource(), patients), first -> new ArrayList<>())
                        .add(one);
            }
        }
        List<Stated> stated = new ArrayList<>();
        said.forEach((about, its) -> {
            Mapped<List<Meant>> meant = carers.of(
                    round.transaction(), round.partner(), about.patient().pk(), its);
            round.losses().addAll(meant.losses());
            for (Meant one : meant.value()) {
                String type = one.said().resource().fhirType();
                stated.add(new Stated(
                        one,
                        about,
                        late.is(about.patient(), type, type, round.saying().stamp())));
            }
        });
        write(round, stated);
    }

    private void write(Round round, List<Stated> stated) {
        List<Change> changes = new ArrayList<>();
        for (Stated one : stated) {
            Change change =
                    round.saying().change(one.meant().said(), one.meant().key(), Set.of(), one.late());
            changes.add(change);
            round.told()
                    .add(one.about().telling(round.saying().telling(one.about().patient(), change)));
        }
        if (stated.stream().anyMatch(Stated::late)) {
            round.keep(tellings);
        }
        round.write(write, changes);
        round.keep(tellings);
    }

    /** Turns the links to patients into their ids; the patient whom the statement is about. */
    private About link(Resource statement, Map<String, About> patients) {
        About about = null;
        for (Reference reference : resources.references(statement)) {
            About person = patients.get(reference.getReference());
            if (person != null) {
                reference.setReference("Patient/" + person.patient().id());
                about = about == null ? person : about;
            }
        }
        if (about == null) {
            throw new IllegalStateException("a statement is about no patient of its message");
        }
        return about;
    }
}
