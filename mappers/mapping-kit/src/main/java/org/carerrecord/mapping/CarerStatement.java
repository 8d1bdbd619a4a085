package org.carerrecord.mapping;

import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/** How a source that has not asked the carer states a caring relationship (the carer model, "What makes a carer"). */
public final class CarerStatement {

    private CarerStatement() {}

    /** How far the relationship is settled, for example {@code stated}. */
    public static Extension status(String code) {
        return new Extension(Canonical.Extension.STATEMENT_STATUS, new CodeType(code));
    }

    /** A carer is stated, a next of kin at the patient's own address possible; of anybody else nothing is said. */
    public static Optional<Extension> status(
            boolean isCarer, boolean isNextOfKin, List<Address> lives, List<Address> patientLives) {
        if (isCarer) {
            return Optional.of(status("stated"));
        }
        boolean together = lives.stream()
                .anyMatch(address -> patientLives.stream().anyMatch(patients -> isSamePlace(address, patients)));
        return Optional.of(status("possible")).filter(possible -> isNextOfKin && together);
    }

    private static boolean isSamePlace(Address one, Address other) {
        return one.getUse() != AddressUse.OLD
                && other.getUse() != AddressUse.OLD
                && one.getPostalCode() != null
                && other.getPostalCode() != null
                && Letters.of(one.getPostalCode()).equals(Letters.of(other.getPostalCode()))
                && firstLine(one).isPresent()
                && firstLine(one).equals(firstLine(other));
    }

    private static Optional<String> firstLine(Address address) {
        return address.getLine().stream()
                .findFirst()
                .map(StringType::getValueNotNull)
                .map(Letters::of);
    }

    /** That somebody cares most: a claim, by whoever says so. */
    public static Extension mainCarer(Sender author) {
        Extension claim = new Extension(Canonical.Extension.MAIN_CARER);
        claim.addExtension("claim", new BooleanType(true));
        claim.addExtension("author", author.reference());
        return claim;
    }
}
