package org.carerrecord.fhirserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoContentInFaultsTest {

    private static final String SECRET = "Zzsecret";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zzsecret",
                "{\"resourceType\":\"Patient\",\"name\":\"Zzsecret\"}",
                "{\"resourceType\":\"Patient\",\"name\":[\"Zzsecret\"]}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":{\"Zzsecret\":1}}]}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"Zzsecret\":\"x\"}]}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"_Zzsecret\":{\"id\":\"1\"}}]}",
                "{\"resourceType\":\"Patient\",\"Zzsecret\":[{\"a\":1}]}",
                "{\"resourceType\":\"Patient\",\"Zzsecret\":{\"Zzsecret\":{\"Zzsecret\":[1]}}}",
                "{\"resourceType\":\"Patient\",\"birthDate\":\"Zzsecret\"}",
                "{\"resourceType\":\"Patient\",\"birthDate\":[\"Zzsecret\"]}",
                "{\"resourceType\":\"Patient\",\"gender\":\"Zzsecret\"}",
                "{\"resourceType\":\"Patient\",\"active\":\"Zzsecret\"}",
                "{\"resourceType\":\"Patient\",\"deceasedZzsecret\":\"x\"}",
                "{\"resourceType\":\"Patient\",\"meta\":{\"lastUpdated\":\"Zzsecret\"}}",
                "{\"resourceType\":\"Patient\",\"meta\":{\"Zzsecret\":\"x\"}}",
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"u\",\"valueZzsecret\":\"x\"}]}",
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"u\",\"valueDate\":\"Zzsecret\"}]}",
                "{\"resourceType\":\"Patient\",\"contained\":[{\"resourceType\":\"Zzsecret\"}]}",
                "{\"resourceType\":\"Patient\",\"multipleBirthInteger\":\"Zzsecret\"}",
                "{\"resourceType\":\"Patient\",\"photo\":[{\"data\":\"Zzsecret!\"}]}",
                "{\"resourceType\":\"Zzsecret\"}",
                "{\"Zzsecret\":1}",
                "[\"Zzsecret\"]",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Zzsecret",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":Zzsecret}]}",
                "{\"resourceType\":\"Patient\" \"Zzsecret\":1}"
            })
    void whatCannotBeReadIsRefusedWithoutRepeatingIt(String body) {
        FaultTranslation translation = new FaultTranslation(
                TheRecord.on(Database.H2).audit, new Negotiation(new Resources(TheRecord.CONTEXT)));
        IParser parser = TheRecord.CONTEXT.newJsonParser();

        Throwable stop = catchThrowable(() -> parser.parseResource(Patient.class, body));

        assertThat(stop).as("it should have been refused").isNotNull();
        BaseServerResponseException answer = translation.answer(stop, post());
        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getMessage()).doesNotContain(SECRET);
        assertThat(parser.encodeResourceToString(Objects.requireNonNull(answer.getOperationOutcome())))
                .contains("OperationOutcome")
                .doesNotContain(SECRET);
    }

    private static ServletRequestDetails post() {
        ServletRequestDetails request = new ServletRequestDetails();
        request.setRequestType(RequestTypeEnum.POST);
        request.setServletRequest((HttpServletRequest) Proxy.newProxyInstance(
                NoContentInFaultsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> null));
        return request;
    }
}
