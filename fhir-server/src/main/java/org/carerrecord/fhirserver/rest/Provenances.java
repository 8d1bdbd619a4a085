package org.carerrecord.fhirserver.rest;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Reasons;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/** The Provenance of a version, made of the version's own columns when it is read, with why it came to be joined. */
final class Provenances {

    /** The resource's key in base 36 and the version. */
    private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([0-9]{1,9})");

    private final ReadPath read;
    private final Resources resources;
    private final Agreement agreement;

    Provenances(Road road, Agreement agreement) {
        this.read = road.read();
        this.resources = road.resources();
        this.agreement = agreement;
    }

    /** The version that a Provenance's id stands for. */
    record Subject(long pk, int version) {

        static Optional<Subject> of(String id) {
            Matcher parts = ID.matcher(id);
            try {
                return parts.matches()
                        ? Optional.of(new Subject(Long.parseLong(parts.group(1), 36), Integer.parseInt(parts.group(2))))
                        : Optional.empty();
            } catch (NumberFormatException tooLarge) {
                return Optional.empty();
            }
        }
    }

    /** One for each version, in their order. */
    List<Provenance> of(List<Version> versions) {
        Map<Reasons.Of, List<byte[]>> reasons = read.reasons(versions);
        return versions.stream()
                .map(version -> of(version, reasons.getOrDefault(Reasons.Of.version(version), List.of())))
                .toList();
    }

    private Provenance of(Version version, List<byte[]> reasons) {
        Provenance provenance = Resources.serverMade(new Provenance());
        reasons.forEach(
                reason -> ((Provenance) resources.parse(reason)).getExtension().forEach(provenance::addExtension));
        provenance.setId(Long.toString(version.pk(), 36) + "-" + version.version());
        provenance.getMeta().setVersionId("1").setLastUpdated(Date.from(version.updated()));
        provenance.getMeta().addProfile(Canonical.Profile.PROVENANCE);
        provenance.addTarget(new Reference(version.reference() + "/_history/" + version.version()));
        provenance.setRecorded(Date.from(version.updated()));
        provenance
                .getActivity()
                .addCoding()
                .setSystem(Systems.V3_DATA_OPERATION)
                .setCode(activity(version));
        provenance
                .addAgent()
                .setWho(
                        version.mask() == Mask.ALL
                                ? masked()
                                : organisation(version.said().partner()));
        provenance
                .addEntity()
                .setRole(ProvenanceEntityRole.SOURCE)
                .setWhat(version.mask() == Mask.ALL ? masked() : saidIn(version.said()));
        return provenance;
    }

    private static String activity(Version version) {
        if (version.deleted()) {
            return "DELETE";
        }
        return version.version() == 1 ? "CREATE" : "UPDATE";
    }

    /** Who spoke of a restricted person is not told (carer-model.md, agreement 3). */
    private static Reference masked() {
        Reference masked = new Reference();
        masked.addExtension(Systems.DATA_ABSENT_REASON, new CodeType("masked"));
        return masked;
    }

    private Reference organisation(String ods) {
        return new Reference()
                .setType("Organization")
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods))
                .setDisplay(agreement.partner(ods).map(Partner::name).orElse(ods));
    }

    /** A message by the sender's control id, shown with the gateway's own id; a FHIR write by its request's id. */
    private static Reference saidIn(Version.SaidBy said) {
        if (said.message() == null) {
            return new Reference()
                    .setIdentifier(new Identifier().setSystem(Systems.REQUEST).setValue(said.request()));
        }
        Reference message = new Reference()
                .setIdentifier(new Identifier().setSystem(Systems.MESSAGE).setValue(said.message()));
        return said.controlId() == null ? message : message.setDisplay("MSH-10 " + said.controlId());
    }
}
