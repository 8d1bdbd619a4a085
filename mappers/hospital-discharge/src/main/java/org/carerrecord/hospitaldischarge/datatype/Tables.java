package org.carerrecord.hospitaldischarge.datatype;

import java.util.Optional;
import java.util.function.Function;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName.NameUse;

/** HL7 v2 codes to FHIR by the code tables of the profiles module; an unknown code is empty. */
public final class Tables {

    private static final CodeTable SEX = CodeTable.load("sex");
    private static final CodeTable NAME_USE = CodeTable.load("name-use");
    private static final CodeTable ADDRESS_USE = CodeTable.load("address-use");
    private static final CodeTable ADDRESS_TYPE = CodeTable.load("address-type");
    private static final CodeTable TELECOM_USE = CodeTable.load("telecom-use");
    private static final CodeTable TELECOM_TYPE = CodeTable.load("telecom-type");
    private static final CodeTable ENCOUNTER_CLASS = CodeTable.load("encounter-class");
    private static final CodeTable MARITAL_STATUS = CodeTable.load("marital-status");
    private static final CodeTable DISCHARGE_DESTINATION = CodeTable.load("discharge-destination");

    private Tables() {}

    /** HL7 table 0001, or the NHS person gender codes that ITK ADT sends. */
    public static Optional<AdministrativeGender> sex(String code) {
        return code(SEX, code, Systems.ADMINISTRATIVE_GENDER, AdministrativeGender::fromCode);
    }

    static Optional<NameUse> nameUse(String code) {
        return code(NAME_USE, code, Systems.NAME_USE, NameUse::fromCode);
    }

    static Optional<AddressUse> addressUse(String code) {
        return code(ADDRESS_USE, code, Systems.ADDRESS_USE, AddressUse::fromCode);
    }

    static Optional<AddressType> addressType(String code) {
        return code(ADDRESS_TYPE, code, Systems.ADDRESS_TYPE, AddressType::fromCode);
    }

    static Optional<ContactPointUse> telecomUse(String code) {
        return code(TELECOM_USE, code, Systems.CONTACT_POINT_USE, ContactPointUse::fromCode);
    }

    static Optional<ContactPointUse> telecomUseOfEquipment(String code) {
        return code(TELECOM_TYPE, code, Systems.CONTACT_POINT_USE, ContactPointUse::fromCode);
    }

    static Optional<ContactPointSystem> telecomSystem(String code) {
        return code(TELECOM_TYPE, code, Systems.CONTACT_POINT_SYSTEM, ContactPointSystem::fromCode);
    }

    /** HL7 table 0004. */
    public static Optional<Coding> encounterClass(String code) {
        return coding(ENCOUNTER_CLASS, code);
    }

    /** HL7 table 0002. */
    public static Optional<Coding> maritalStatus(String code) {
        return coding(MARITAL_STATUS, code);
    }

    public static Optional<Coding> dischargeDestination(String code) {
        return coding(DISCHARGE_DESTINATION, code);
    }

    private static <T> Optional<T> code(CodeTable table, String code, String system, Function<String, T> fromCode) {
        return table.target(code, system).map(target -> fromCode.apply(target.code()));
    }

    private static Optional<Coding> coding(CodeTable table, String code) {
        return table.targets(code).stream().findFirst().map(CodeTable.Target::coding);
    }
}
