package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.Contributed;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.springframework.stereotype.Component;

/** Who says what of a resource, since when and in which message, and where they differ: {@code $contributions}. */
@Component
class WhoSays implements Contributed {

    private final Contributions contributions;
    private final Sharing sharing;
    private final Owners owners;
    private final OneRecord record;
    private final Resources resources;

    WhoSays(Contributions contributions, Sharing sharing, Owners owners, OneRecord record, Resources resources) {
        this.contributions = contributions;
        this.sharing = sharing;
        this.owners = owners;
        this.record = record;
        this.resources = resources;
    }

    @Override
    public Optional<Parameters> of(Transaction transaction, Caller caller, Held resource, boolean granted) {
        List<Contribution> told = told(transaction, caller, resource, granted);
        if (!granted && told.isEmpty()) {
            return Optional.empty();
        }
        Extent extent = new Visibility(caller, transaction.now())
                .seen(transaction, List.of(resource))
                .getOrDefault(resource.pk(), Extent.WHOLE);
        return Optional.of(parameters(caller, told, extent));
    }

    private List<Contribution> told(Transaction transaction, Caller caller, Held resource, boolean granted) {
        LocalDate today = StatedTime.day(transaction.now());
        List<Contribution> all = contributions.of(transaction, List.of(resource.pk()));
        boolean isSeenBySourcesOnly = !resource.shared() && !resource.young();
        return record.newestFirst(all.stream()
                .filter(one -> one.isOf(caller.partner().ods())
                        || (granted && one.active() && (isSeenBySourcesOnly || sharing.isShared(one, today))))
                .toList());
    }

    /** Whether the caller is told that a partner says something of a resource. */
    boolean tells(Transaction transaction, Caller caller, Held resource, String partner) {
        boolean granted = new Visibility(caller, transaction.now()).isGranted(transaction, resource);
        return told(transaction, caller, resource, granted).stream().anyMatch(one -> one.active() && one.isOf(partner));
    }

    /** @param extent how much the caller is told of what others say */
    private Parameters parameters(Caller caller, List<Contribution> told, Extent extent) {
        Parameters parameters = new Parameters();
        told.forEach(one -> tell(
                parameters.addParameter().setName("contribution"),
                caller,
                one,
                one.isOf(caller.partner().ods()) ? one.said() : told(one.said(), extent)));
        Difference.among(told.stream().filter(Contribution::active).toList(), owners)
                .forEach(one -> tell(parameters.addParameter().setName("difference"), caller, one));
        return parameters;
    }

    private Resource told(Resource said, Extent extent) {
        return extent.isWhole() ? said : resources.parse(extent.of(said.fhirType(), resources.json(said)));
    }

    private void tell(ParametersParameterComponent parameter, Caller caller, Contribution one, Resource whole) {
        parameter
                .addPart()
                .setName("by")
                .setValue(organisation(caller, one.about().partner()));
        parameter.addPart().setName("status").setValue(new CodeType(one.active() ? "active" : "withdrawn"));
        parameter
                .addPart()
                .setName("since")
                .setValue(new InstantType(Date.from(one.stamp().at())));
        if (one.message() != null && (one.isOf(caller.partner().ods()) || caller.operates())) {
            parameter
                    .addPart()
                    .setName("message")
                    .setValue(new Identifier().setSystem(Systems.MESSAGE).setValue(one.message()));
        }
        Resource said = whole.copy();
        said.setId((String) null);
        parameter.addPart().setName("said").setResource(said);
    }

    private void tell(ParametersParameterComponent parameter, Caller caller, Difference one) {
        parameter.addPart().setName("element").setValue(new StringType(one.element()));
        one.partners().forEach(partner -> parameter.addPart().setName("by").setValue(organisation(caller, partner)));
    }

    private static Reference organisation(Caller caller, String ods) {
        return new Reference()
                .setType("Organization")
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(ods))
                .setDisplay(caller.agreement().partner(ods).map(Partner::name).orElse(ods));
    }
}
